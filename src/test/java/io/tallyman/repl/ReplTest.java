package io.tallyman.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tallyman.admin.SettableClock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The REPL's socket, token, clock and bounds, with a shell that a test scripts. */
@Timeout(60)
class ReplTest {

  private static final ReplOpener ADA = new ReplOpener("ada", "why not", "r-1");
  private static final ReplOpener BOB = new ReplOpener("bob", "", "r-2");
  private static final String PROMPT = ReplSession.PROMPT;

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-11-21T10:00:00Z");
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final ScriptedShell shell = new ScriptedShell();
  private Repl opened = repl(ReplSettings.NONE, ModuleLayer.boot());

  private Repl repl(ReplSettings settings, ModuleLayer modules) {
    return new Repl(settings, new ReplSurroundings(clock, this::tell, () -> shell), modules);
  }

  private void tell(ReplOpener by, ReplNote note) {
    String target = note.target().startsWith("line ") ? " of " + note.target() : "";
    String text = note.text().isEmpty() ? "" : " '" + note.text() + "'";
    told.add(by.who() + ": " + note.action() + target + text + ": " + note.outcome());
  }

  private Path directory() {
    return folder.resolve("own");
  }

  private ReplInvitation open() {
    opened = repl(new ReplSettings(true, directory(), Duration.ofHours(8)), ModuleLayer.boot());
    return opened.open(ADA, Duration.ofHours(8));
  }

  private static ReplCaller session(ReplInvitation invitation) throws IOException {
    ReplCaller caller = new ReplCaller(invitation.socket()).send(invitation.token() + "\n");
    assertThat(caller.until(PROMPT)).contains("In scope: system, out");
    return caller;
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void shouldHaveOneSessionAndTellOfEveryLine() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      assertThat(caller.send("1 + 1\n").until(PROMPT)).isEqualTo("you said 1 + 1\n" + PROMPT);
      assertThat(caller.send("if (x) {\r\n").until(ReplSession.MORE))
          .isEqualTo("you said if (x) {\n" + ReplSession.MORE);
      assertThat(caller.send("/exit\n").toEnd())
          .isEqualTo("\nthe REPL has ended: the client has left\n");
    }

    assertThat(shell.closed.await(10, TimeUnit.SECONDS)).isTrue();
    await().until(() -> Files.notExists(invitation.socket()));
    await().until(() -> told.size() == 8);
    assertThat(told)
        .containsExactly(
            "ada: repl open 'open until 2026-11-21T18:00:00Z': done",
            "ada: repl connect: admitted",
            "ada: repl line of line 1 '1 + 1': begins",
            "ada: repl answer of line 1: answered",
            "ada: repl line of line 2 'if (x) {': begins",
            "ada: repl answer of line 2: answered",
            "ada: repl line of line 3 '/exit': ends the session",
            "ada: repl close: done: its session is over: the client has left");
    assertThat(String.join("", told)).doesNotContain(invitation.token());
    assertThat(invitation.toString()).doesNotContain(invitation.token());
  }

  @Test
  void shouldKeepOthersOutByTheModesOfItsFiles() throws Exception {
    ReplInvitation invitation = open();

    assertThat(modes(directory())).isEqualTo("rwx------");
    assertThat(modes(invitation.socket())).isEqualTo("rw-------");
    assertThat(invitation.token()).matches("[A-Za-z0-9_-]{43}");
  }

  private static String modes(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldRefuseADirectoryThatOthersMayEnter() throws Exception {
    Files.createDirectory(directory());
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(this::open)
        .isInstanceOf(ReplRefusal.class)
        .hasMessageContaining("has the mode rwxr-xr-x; give it one that keeps others out");
    try (var files = Files.list(directory())) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void shouldRefuseADirectoryBehindALink() throws Exception {
    Path real =
        Files.createDirectory(
            folder.resolve("real"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createSymbolicLink(directory(), real);

    assertThatThrownBy(this::open)
        .isInstanceOf(ReplRefusal.class)
        .hasMessageContaining("is no directory");
  }

  @Test
  void shouldRefuseAWrongTokenAndStayOpen() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller wrong = new ReplCaller(invitation.socket())) {
      assertThat(wrong.send("wrong\n").toEnd()).isEqualTo("refused: the token is wrong\n");
    }
    assertThat(told).endsWith("ada: repl connect: refused: the token is wrong");

    try (ReplCaller caller = session(invitation)) {
      assertThat(caller.send("on\n").until(PROMPT)).startsWith("you said on");
    }
  }

  @Test
  void shouldRefuseATokenThatIsUsed() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller first = session(invitation);
        ReplCaller second = new ReplCaller(invitation.socket())) {
      assertThat(second.send(invitation.token() + "\n").toEnd())
          .isEqualTo("refused: the token is used: there is one session\n");
      assertThat(told)
          .endsWith("ada: repl connect: refused: the token is used: there is one session");
      assertThat(first.send("on\n").until(PROMPT)).startsWith("you said on");
    }
  }

  @Test
  void shouldEndWhenTokensAreTried() throws Exception {
    ReplInvitation invitation = open();
    for (int attempt = 0; attempt < OpenRepl.MOST_REFUSED; attempt++) {
      try (ReplCaller caller = new ReplCaller(invitation.socket())) {
        caller.send("guess-" + attempt + "\n").toEnd();
      }
    }

    await().until(() -> Files.notExists(invitation.socket()));
    await()
        .untilAsserted(
            () -> assertThat(told).endsWith("ada: repl close: done: 5 clients were refused"));
  }

  @Test
  void shouldEndByTheClockAndStopTheLineThatRuns() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\n");
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();
      clock.advance(Duration.ofHours(8));

      assertThat(caller.toEnd()).endsWith("\nthe REPL has ended: its time is over\n");
    }
    assertThat(shell.stopped.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(invitation.socket()).doesNotExist();
    await()
        .untilAsserted(() -> assertThat(told).contains("ada: repl close: done: its time is over"));

    ReplInvitation next = opened.open(BOB, Duration.ofMinutes(1));
    assertThat(next.token()).isNotEqualTo(invitation.token());
    assertThat(next.socket()).isNotEqualTo(invitation.socket());
  }

  @Test
  void shouldHangUpOnAClientThatShowsNoToken() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller silent = new ReplCaller(invitation.socket()).send("half a tok")) {
      await()
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                clock.advance(Connection.PATIENCE);
                return silent.isHungUp();
              });
    }
    await()
        .untilAsserted(
            () -> assertThat(told).contains("ada: repl connect: refused: no token came (closed)"));
    session(invitation).close();
  }

  @Test
  void shouldHangUpOnAClientThatDoesNotTakeItsAnswer() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller slow = session(invitation)) {
      slow.send("much\n");
      await()
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                clock.advance(Connection.PATIENCE);
                return shell.closed.getCount() == 0;
              });
    }
    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .endsWith(
                        "ada: repl close: done: its session is over: the connection ended"
                            + " (closed)"));
  }

  @Test
  void shouldRefuseALineThatIsTooLong() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("x".repeat(Connection.LONGEST_LINE + 1) + "\n");
      assertThat(caller.toEnd()).contains("a line has more than 8192 bytes");
    }
    assertThat(told).noneMatch(line -> line.contains("xxx"));
  }

  @Test
  void shouldWriteEveryCharacterOfALongLineDown() throws Exception {
    ReplInvitation invitation = open();
    String hidden = "/*" + " ".repeat(898) + "\ud83d\ude80*/ System.exit(1)";
    try (ReplCaller caller = session(invitation)) {
      caller.send("a\t\u001b" + "b".repeat(2_000) + "\n").until(PROMPT);
      caller.send(hidden + "\n").until(PROMPT);
    }
    assertThat(told)
        .containsSubsequence(
            "ada: repl line of line 1, 1 of 3 'a  " + "b".repeat(897) + "': begins",
            "ada: repl line of line 1, 2 of 3 '" + "b".repeat(900) + "': begins",
            "ada: repl line of line 1, 3 of 3 '" + "b".repeat(203) + "': begins",
            "ada: repl answer of line 1: answered",
            "ada: repl line of line 2, 1 of 2 '/*" + " ".repeat(898) + "': begins",
            "ada: repl line of line 2, 2 of 2 '\ud83d\ude80*/ System.exit(1)': begins",
            "ada: repl answer of line 2: answered");
  }

  @Test
  void shouldHearStopBehindManyLines() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\n");
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();

      caller.send("on\n".repeat(100) + "/stop\nlast {\n");
      assertThat(caller.until(ReplSession.MORE))
          .isEqualTo(
              PROMPT + ("you said on\n" + PROMPT).repeat(100) + "you said last {\n     ...> ");
    }
  }

  @Test
  void shouldSeeThatTheClientHasGoneBehindManyLines() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\n" + "on\n".repeat(100));
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(shell.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told).noneMatch(line -> line.contains("'on'"));
  }

  @Test
  void shouldEndWhereMoreIsTypedAheadThanItKeeps() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\n");
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();
      String line = "x".repeat(1_023) + "\n";
      caller.send(line.repeat(257));

      assertThat(caller.toEnd())
          .endsWith(
              "\nthe REPL has ended: more than 262144 characters were typed ahead of the line that"
                  + " runs\n");
    }
    assertThat(shell.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told).noneMatch(line -> line.contains("xxx"));
  }

  @Test
  void shouldBeOneAtATimeAndClosedByAnOperator() throws Exception {
    ReplInvitation invitation = open();
    assertThatThrownBy(() -> opened.open(BOB, Duration.ofMinutes(1)))
        .isInstanceOf(ReplRefusal.class)
        .hasMessageStartingWith("the REPL is open already: opened by ada, until 2026-11-21T18:00");

    try (ReplCaller caller = session(invitation)) {
      assertThat(opened.end(BOB)).isTrue();
      assertThat(caller.toEnd()).isEqualTo("\nthe REPL has ended: an operator has closed it\n");
    }
    assertThat(opened.end(BOB)).isFalse();
    assertThat(told).contains("bob: repl close: done: an operator has closed it");
  }

  @Test
  void shouldStopALineAndGoOn() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\n");
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(caller.send("/stop\n").until(PROMPT)).isEqualTo(PROMPT);
      assertThat(caller.send("on\n").until(PROMPT)).startsWith("you said on");
    }
    assertThat(told).noneMatch(line -> line.contains("/stop"));
  }

  @Test
  void shouldStopALineThatNobodyWaitsForAnyMore() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\nnext\n");
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(shell.closed.await(10, TimeUnit.SECONDS)).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .contains(
                        "ada: repl answer of line 1: stopped",
                        "ada: repl close: done: its session is over: the client has hung up"));
    assertThat(told).noneMatch(line -> line.contains("next"));
  }

  @Test
  void shouldNotCountWhoOnlyLooks() throws Exception {
    ReplInvitation invitation = open();
    for (int look = 0; look <= OpenRepl.MOST_REFUSED; look++) {
      new ReplCaller(invitation.socket()).close();
    }
    session(invitation).close();
    assertThat(told).noneMatch(line -> line.contains("refused"));
  }

  @Test
  void shouldDeleteTheSocketsOfProcessesThatAreGone() throws Exception {
    ReplInvitation others = open();
    Repl another = opened;
    Path left = directory().resolve("repl-0badcafe.sock");
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(left));
    }
    Path foreign = Files.createFile(directory().resolve("notes"));
    assertThat(left).exists();
    try {
      ReplInvitation own = open();

      assertThat(left).doesNotExist();
      assertThat(own.socket()).exists();
      assertThat(foreign).exists();
      session(others).close();
    } finally {
      another.close();
    }
  }

  @Test
  void shouldEndWithTheService() throws Exception {
    ReplInvitation invitation = open();
    try (ReplCaller caller = session(invitation)) {
      caller.send("work\n");
      assertThat(shell.working.await(10, TimeUnit.SECONDS)).isTrue();
      opened.close();

      assertThat(shell.closed.getCount()).isZero();
      assertThat(caller.toEnd()).endsWith("\nthe REPL has ended: the service stops\n");
    }
    assertThat(invitation.socket()).doesNotExist();
    assertThat(told).contains("ada: repl close: done: the service stops");
    assertThatThrownBy(() -> opened.open(ADA, Duration.ofMinutes(1)))
        .isInstanceOf(ReplRefusal.class)
        .hasMessageContaining("the service stops");
  }

  /** The store may keep a row waiting; a service that stops doesn't wait with it. */
  @Test
  void shouldNotHoldUpAServiceThatStopsWhileItsOpeningIsWrittenDown() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    ReplLog slow =
        (by, note) -> {
          tell(by, note);
          if (note.action().equals("repl open")) {
            writing.countDown();
            awaitQuietly(written);
          }
        };
    Repl repl =
        new Repl(
            new ReplSettings(true, directory(), Duration.ofHours(8)),
            new ReplSurroundings(clock, slow, () -> shell),
            ModuleLayer.boot());
    CompletableFuture<ReplInvitation> opening =
        CompletableFuture.supplyAsync(() -> repl.open(ADA, Duration.ofMinutes(1)));
    try {
      assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> repl.open(BOB, Duration.ofMinutes(1)))
          .isInstanceOf(ReplRefusal.class)
          .hasMessageStartingWith("the REPL is being opened");
      CompletableFuture.runAsync(repl::close).get(10, TimeUnit.SECONDS);
    } finally {
      written.countDown();
    }
    assertThatThrownBy(() -> opening.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ReplRefusal.class)
        .hasMessageContaining("the service stops");
    assertThat(told).endsWith("ada: repl close: done: the service stops");
    try (var sockets = Files.list(directory())) {
      assertThat(sockets).isEmpty();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldBeOffUnlessTheConfigurationAllowsIt() {
    assertThatThrownBy(() -> opened.open(ADA, Duration.ofMinutes(1)))
        .isInstanceOf(ReplRefusal.class)
        .hasMessageStartingWith("the REPL is off on this host; to allow it, set repl.enabled");
    assertThat(told).isEmpty();
  }

  @Test
  void shouldNotBeOpenForLongerThanTheConfigurationAllows() {
    Repl brief =
        repl(new ReplSettings(true, directory(), Duration.ofMinutes(5)), ModuleLayer.boot());
    assertThatThrownBy(() -> brief.open(ADA, Duration.ofMinutes(6)))
        .isInstanceOf(ReplRefusal.class)
        .hasMessage("for is longer than repl.limit in config.yml, 300s; ask for less");
    assertThat(directory()).doesNotExist();
  }

  @Test
  void shouldSayWhatARuntimeLacks() {
    Repl jre =
        repl(new ReplSettings(true, directory(), Duration.ofMinutes(5)), ModuleLayer.empty());
    assertThatThrownBy(() -> jre.open(ADA, Duration.ofMinutes(1)))
        .isInstanceOf(ReplRefusal.class)
        .hasMessageContaining("has no module jdk.jshell")
        .hasMessageContaining("run the service on a JDK, not on a JRE");
    assertThat(directory()).doesNotExist();
  }
}
