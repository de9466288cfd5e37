package io.tallyman.demo;

import io.tallyman.cluster.DatabaseLogin;
import io.tallyman.demo.Standstills.Longest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Production for a fleet, in phases, and the balance at its end. One thread runs it, once. */
final class FleetLoad {

  private static final int LOOK_MILLIS = 250;
  private static final int SAY_SECONDS = 10;
  private static final int QUICK_MILLIS = 3_000;
  private static final int PATIENT_MILLIS = 120_000;

  private final DemoPlan plan;
  private final Production production;
  private final DatabaseLogin login;
  private final int rate;
  private final PrintStream out;
  private final Standstills standstills = new Standstills();
  private volatile Map<Integer, Long> stored = Map.of();
  private FleetPhase phase = new FleetPhase("begin", FleetPhase.NO_LIMIT, System.nanoTime(), 0);
  private boolean allHeld = true;

  /**
   * @param rate how many events a second are produced
   */
  FleetLoad(DemoPlan plan, Production production, DatabaseLogin login, int rate, PrintStream out) {
    this.plan = plan;
    this.production = production;
    this.login = login;
    this.rate = rate;
    this.out = out;
  }

  /** Produces until it is told to stop, then balances; 0 where all is as it has to be, else 1. */
  int run(BufferedReader commands) throws IOException, SQLException {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(DemoThreads.named("fleet-watch"));
    try (ServiceDatabase looks = new ServiceDatabase(login, plan, QUICK_MILLIS)) {
      var unused =
          thread.scheduleWithFixedDelay(() -> look(looks), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      var unusedToo =
          thread.scheduleWithFixedDelay(this::say, SAY_SECONDS, SAY_SECONDS, TimeUnit.SECONDS);
      production.start();
      follow(commands);
      production.stop();
    } finally {
      thread.shutdownNow();
    }
    return balance() && allHeld ? 0 : 1;
  }

  private void follow(BufferedReader commands) throws IOException {
    for (String line = commands.readLine();
        line != null && !line.equals("stop");
        line = commands.readLine()) {
      String[] words = line.split(" ", 3);
      if (words.length != 3 || !words[0].equals("phase")) {
        throw new IOException("'" + line + "' is no command; see " + FleetLoadCommand.class);
      }
      begin(words[2], Integer.parseInt(words[1]));
    }
    begin("end", FleetPhase.NO_LIMIT);
  }

  private void begin(String name, int limitSeconds) {
    long now = System.nanoTime();
    long produced = production.acknowledged();
    FleetPhase over;
    Longest longest;
    synchronized (standstills) {
      over = phase;
      longest = standstills.takeLongest();
      phase = new FleetPhase(name, limitSeconds, now, produced);
    }
    FleetPhase.Outcome outcome = over.end(now, produced, longest, rate);
    allHeld &= outcome.held();
    out.printf("load: %-5s %s%n", outcome.held() ? "ok" : "WRONG", outcome.sentence());
  }

  private void look(ServiceDatabase database) {
    try {
      Map<Integer, Long> seen = database.positions();
      stored = seen;
      synchronized (standstills) {
        standstills.see(System.nanoTime(), seen, production.ends());
      }
    } catch (SQLException | RuntimeException e) {
      synchronized (standstills) {
        standstills.seeNothing(System.nanoTime());
      }
    }
  }

  private void say() {
    long settled = stored.values().stream().mapToLong(Long::longValue).sum();
    out.printf("load: %,d produced, %,d settled%n", production.acknowledged(), settled);
  }

  private boolean balance() throws SQLException {
    ServiceDatabase looks = new ServiceDatabase(login, plan, QUICK_MILLIS);
    boolean drained;
    try (DatabaseWatch watch =
        new DatabaseWatch(looks, plan, production::acknowledged, System::nanoTime)) {
      watch.start();
      drained = new Drain(production, watch, out, System::nanoTime).await();
    }
    Exception failure = production.failure();
    if (failure != null) {
      out.println("load: not all was produced: " + failure.getMessage());
    }
    try (ServiceDatabase database = new ServiceDatabase(login, plan, PATIENT_MILLIS)) {
      long difference = new ClosingBalance(out, database, production.tally()).print();
      return drained && difference == 0 && failure == null;
    }
  }
}
