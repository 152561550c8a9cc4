package org.failback;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, and what nobody may do. */
class RoomsTest {
    private static final String HOUSE = "org.failback";

    /** What each room knows besides itself. The lab meets the others on the wire only; the console alone may start it. */
    private static final Map<String, List<String>> KNOWS = Map.of(
            "estate", List.of(),
            "step", List.of("estate"),
            "sqlserver", List.of("step", "estate"),
            "lync", List.of("step", "estate"),
            "nodes", List.of(),
            "process", List.of("step", "estate", "sqlserver", "lync", "nodes"),
            "access", List.of("step"),
            "console", List.of("step", "estate", "sqlserver", "lync", "process", "access", "lab"),
            "lab", List.of());

    private static final String ENGINE = "org.camunda..";
    private static final String SQL_DRIVER = "com.microsoft.sqlserver..";
    private static final String[] WINRM = {"io.cloudsoft..", "org.apache.cxf.."};

    private static JavaClasses production;
    private static JavaClasses tests;

    @BeforeAll
    static void readTheClasses() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(HOUSE);
        tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(HOUSE);
    }

    static Stream<String> rooms() {
        return KNOWS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyWhomItIsSaidToKnow(String room) {
        String[] known = Stream.concat(Stream.of(room), KNOWS.get(room).stream())
                .map(RoomsTest::inRoom)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(inRoom(room))
                .should()
                .dependOnClassesThat(resideInAPackage(HOUSE + "..").and(not(resideInAnyPackage(known))))
                .allowEmptyShould(true)
                .check(production);
    }

    @Test
    void everyClassLivesInARoom() {
        classes()
                .should()
                .resideInAnyPackage(rooms().map(RoomsTest::inRoom).toArray(String[]::new))
                .check(production);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching(HOUSE + ".(**)").should().beFreeOfCycles().check(production);
    }

    @Test
    void stepsKnowNeitherEngineNorDriver() {
        out(alwaysTrue(), "step", "estate").check(production, ENGINE, SQL_DRIVER, WINRM[0], WINRM[1]);
        out(alwaysTrue(), "sqlserver").check(production, ENGINE, WINRM[0], WINRM[1]);
        out(alwaysTrue(), "lync").check(production, ENGINE, SQL_DRIVER);
        out(alwaysTrue(), "lab").check(production, ENGINE, SQL_DRIVER, WINRM[0], WINRM[1]);
    }

    @Test
    void winRmStaysBehindItsOwnDoor() {
        out(not(resideInAPackage(HOUSE + ".lync.winrm..")), "lync", "process", "access", "console")
                .check(production, WINRM);
    }

    @Test
    void theEstateTakesTextsFromSpringAndNothingElse() {
        out(
                        not(describe(
                                "the door to Spring",
                                (JavaClass c) -> List.of(
                                                "SpringProperties", "Configuration", "ConfigurationFailureAnalyzer")
                                        .contains(c.getSimpleName()))),
                        "estate")
                .check(production, "org.springframework..");
    }

    @Test
    void javaxBeyondTheJdkIsForWinRmAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOUSE + ".lync.winrm..")
                .should()
                .dependOnClassesThat(resideInAPackage("javax..").and(not(ofTheJdk())))
                .check(production);
    }

    private static DescribedPredicate<JavaClass> ofTheJdk() {
        return describe(
                "of the JDK",
                c -> c.getSource()
                        .map(source -> "jrt".equals(source.getUri().getScheme()))
                        .orElse(false));
    }

    @Test
    void noFieldIsSharedAndChangeable() {
        fields().that().areStatic().should().beFinal().check(production);
        fields().that()
                .areStatic()
                .should()
                .notHaveRawType(resideInAPackage("java.util.concurrent.."))
                .andShould()
                .notHaveRawType(describe("changeable text", c -> c.isAssignableTo(StringBuilder.class)))
                .check(production);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(production);
    }

    @Test
    void onlyTheMainClassEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(HOUSE + ".console.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(production);
    }

    @Test
    void onlyTheConsolePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inRoom("console"))
                .should(ACCESS_STANDARD_STREAMS)
                .check(production);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(production);
    }

    @Test
    void timeIsAClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callConstructor(java.util.Date.class)
                .check(production);
    }

    @Test
    void testsNeverSleep() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .check(tests);
    }

    @Test
    void theRulesSeeTheClasses() {
        assertThat(production.contain(HOUSE + ".estate.Estate")).isTrue();
        assertThat(tests.contain(RoomsTest.class)).isTrue();
        assertThat(production.contain(RoomsTest.class)).isFalse();
    }

    private static String inRoom(String room) {
        return HOUSE + "." + room + "..";
    }

    /** Keeps some packages out of the named rooms, or of those of their classes that the predicate picks. */
    private record Kept(DescribedPredicate<JavaClass> which, String... rooms) {
        void check(JavaClasses classes, String... packages) {
            noClasses()
                    .that(resideInAnyPackage(
                                    Stream.of(rooms).map(RoomsTest::inRoom).toArray(String[]::new))
                            .and(which))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    private static Kept out(DescribedPredicate<JavaClass> which, String... rooms) {
        return new Kept(which, rooms);
    }
}
