package io.tallyman;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between the packages, and the habits that a compiler doesn't hold. */
class ArchitectureTest {
  private static final String ROOT = "io.tallyman";

  /** Every package and which of ours it may know. The root package, which wires them, knows all. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("event", Set.of()),
          Map.entry("access", Set.of("event")),
          Map.entry("lifecycle", Set.of()),
          Map.entry("log", Set.of()),
          Map.entry("ctl", Set.of("access", "admin", "event", "repl")),
          Map.entry("activity", Set.of("lifecycle", "log")),
          Map.entry("decode", Set.of("event")),
          Map.entry("rollup", Set.of("event")),
          Map.entry("consume", Set.of("decode", "rollup", "event", "lifecycle")),
          Map.entry("store", Set.of("rollup", "event", "lifecycle")),
          Map.entry("produce", Set.of("decode", "event")),
          Map.entry("smoke", Set.of("event", "produce", "rollup", "store")),
          Map.entry("replay", Set.of("consume", "decode", "rollup", "store", "event", "lifecycle")),
          Map.entry("repl", Set.of("lifecycle")),
          Map.entry("query", Set.of("store", "rollup", "event")),
          Map.entry("watch", Set.of("store", "rollup", "event")),
          Map.entry(
              "admin",
              Set.of(
                  "access",
                  "consume",
                  "decode",
                  "event",
                  "lifecycle",
                  "log",
                  "repl",
                  "replay",
                  "rollup",
                  "store")));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final JavaClasses ALL = new ClassFileImporter().importPackages(ROOT);

  static Stream<Arguments> arrows() {
    return ARROWS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(arrow -> Arguments.of(arrow.getKey(), arrow.getValue()));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("arrows")
  void shouldKnowOnlyThePackagesOfItsArrows(String name, Set<String> known) {
    String[] allowed =
        Stream.concat(Stream.of(name), known.stream())
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);

    holds(
        classes()
            .that()
            .resideInAPackage(inside(name))
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed))));
  }

  @Test
  void shouldHaveNoPackageWithoutArrows() {
    String[] known =
        Stream.concat(Stream.of(ROOT), ARROWS.keySet().stream().map(ArchitectureTest::inside))
            .toArray(String[]::new);

    holds(classes().should().resideInAnyPackage(known));
  }

  @Test
  void shouldHaveNoCycleOfPackages() {
    holds(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void shouldKeepEventsToTheJdk() {
    holds(
        classes()
            .that()
            .resideInAPackage(inside("event"))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("java..", "org.jspecify..", inside("event"))));
  }

  @Test
  void shouldKeepAccessToTheJdkAndServlets() {
    holds(
        classes()
            .that()
            .resideInAPackage(inside("access"))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "jakarta.servlet..",
                    "org.jspecify..",
                    inside("access"),
                    inside("event"))));
  }

  @Test
  void shouldKeepKafkaToConsumeAndProduce() {
    holds(only(List.of("consume", "produce"), "org.apache.kafka.."));
  }

  @Test
  void shouldKeepAvroToDecodeAndProduce() {
    holds(only(List.of("decode", "produce"), "org.apache.avro.."));
  }

  @Test
  void shouldKeepCompilersToTheRepl() {
    holds(only(List.of("repl"), "jdk.jshell..", "org.objectweb.asm.."));
  }

  @Test
  void shouldKeepTheDatabaseToStore() {
    holds(
        only(
            List.of("store"),
            "java.sql..",
            "javax.sql..",
            "org.jdbi..",
            "com.zaxxer..",
            "com.mysql..",
            "liquibase.."));
  }

  @Test
  void shouldKeepRollupFreeOfInputOutputAndChance() {
    DescribedPredicate<JavaClass> outside =
        resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..")
            .or(resideInAPackage("java.util..").and(nameMatching(".*Random.*")))
            .as("do input or output, or draw lots");

    holds(
        noClasses()
            .that()
            .resideInAPackage(inside("rollup"))
            .should()
            .dependOnClassesThat(outside)
            .because("the same offsets and bytes always give the same numbers"));
  }

  @Test
  void shouldReadTheTimeOnlyFromWhatTheRootPackageHandsOut() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .accessTargetWhere(systemTime())
            .because("a clock or a ticker is handed in, so that tests can turn it"));
  }

  @Test
  void shouldNeverSleep() {
    DescribedPredicate<JavaAccess<?>> sleeps =
        DescribedPredicate.describe(
            "call Thread.sleep or TimeUnit.sleep",
            access ->
                access.getTarget().getName().equals("sleep")
                    && (access.getTargetOwner().isEquivalentTo(Thread.class)
                        || access.getTargetOwner().isEquivalentTo(TimeUnit.class)));

    noClasses()
        .should()
        .accessTargetWhere(sleeps)
        .because("a loop waits on a condition, and a test on Awaitility")
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void shouldHaveNoStateThatIsStatic() {
    holds(fields().that().areStatic().should().beFinal());
    holds(
        fields()
            .that()
            .areStatic()
            .should()
            .notHaveRawType(resideInAPackage("java.util.concurrent.atomic.."))
            .andShould()
            .notHaveRawType(
                nameMatching("java\\.util\\.(concurrent\\.Concurrent.*|.*HashMap|ArrayList)")));
  }

  @Test
  void shouldHaveNoClassThatIsOpenByAccident() {
    DescribedPredicate<JavaClass> closed =
        DescribedPredicate.describe(
            "final, abstract, sealed, a record, an enum or an interface",
            type ->
                type.isInterface()
                    || type.isEnum()
                    || type.isAnonymousClass()
                    || type.getModifiers().contains(JavaModifier.FINAL)
                    || type.getModifiers().contains(JavaModifier.ABSTRACT)
                    || type.getModifiers().contains(JavaModifier.SYNTHETIC)
                    || type.getEnclosingClass().filter(JavaClass::isEnum).isPresent()
                    || type.reflect().isSealed());

    holds(classes().should(ArchCondition.from(closed)));
  }

  @Test
  void shouldNameNoPackageThatSaysNothing() {
    Set<String> banned = Set.of("util", "utils", "common", "core", "impl", "model", "config");

    List<String> offenders =
        Stream.concat(MAIN.stream(), ALL.stream())
            .map(JavaClass::getPackage)
            .filter(p -> banned.contains(p.getRelativeName()))
            .map(JavaPackage::getName)
            .distinct()
            .toList();

    assertThat(offenders).isEmpty();
  }

  private static DescribedPredicate<JavaAccess<?>> systemTime() {
    return DescribedPredicate.describe("read the machine's time", ArchitectureTest::readsTime);
  }

  private static boolean readsTime(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    if (owner.isEquivalentTo(System.class)) {
      return name.equals("currentTimeMillis") || name.equals("nanoTime");
    }
    if (owner.isEquivalentTo(Clock.class)) {
      return name.startsWith("system") || name.startsWith("tick");
    }
    if (owner.isEquivalentTo(Date.class)) {
      return access.getTarget().getFullName().endsWith("<init>()");
    }
    return owner.getPackageName().equals("java.time")
        && name.equals("now")
        && !access.getTarget().getFullName().contains(Clock.class.getName());
  }

  private static ArchRule only(List<String> packages, String... libraries) {
    String[] allowed = packages.stream().map(ArchitectureTest::inside).toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  private static String inside(String name) {
    return ROOT + "." + name + "..";
  }

  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }
}
