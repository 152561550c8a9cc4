package org.failback.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every property there is; the records tell which there are. */
class EveryPropertyTest {
    @TempDir
    static Path secrets;

    private static Map<String, Property> read;

    @BeforeAll
    static void readTheExample() {
        Example.layOut(secrets);
        Reading reading = Example.in(secrets).reading();
        Configuration.read(reading);
        read = reading.known().stream().collect(Collectors.toMap(Property::name, Function.identity()));
    }

    static Stream<KnownProperty> properties() {
        return KnownProperty.all().stream();
    }

    static Stream<KnownProperty> firstOfEachComponent() {
        return properties().filter(EveryPropertyTest::isFirstOfItsComponent);
    }

    @Test
    void isReadFromConfiguration() {
        List<String> first = read.keySet().stream()
                .filter(name -> !name.matches(".*\\[[1-9]\\d*].*"))
                .toList();
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        properties().map(KnownProperty::name).toList());
    }

    @Test
    void hasWrongValuesToBeTriedWith() {
        assertThat(WrongValues.OF.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        properties().map(KnownProperty::component).distinct().toList());
        assertThat(WrongValues.OF.values()).noneMatch(List::isEmpty);
    }

    @Test
    void standsInTheExampleUnlessItIsTheLabs() {
        assertThat(Example.names())
                .containsAll(properties()
                        .map(KnownProperty::name)
                        .filter(name -> !name.equals("failback.rehearsal"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("properties")
    void refusesAWrongValueInOneSentence(KnownProperty property) {
        List<String> values = WrongValues.OF.get(property.component());
        for (String wrong : isFirstOfItsComponent(property) ? values : values.subList(0, 1)) {
            List<Problem> problems =
                    Example.in(secrets).with(property.name(), wrong).problems();
            assertThat(problems).as("%s: %s", property.name(), wrong).hasSize(1);
            String sentence = problems.get(0).sentence();
            assertThat(problems.get(0).property()).isEqualTo(property.name());
            assertThat(sentence)
                    .startsWith(property.name() + " ")
                    .endsWith("but must be " + read.get(property.name()).allowed() + ".")
                    .doesNotContain("\n", "\u0000");
            if (property.component().equals("Credential.passwordFrom")) {
                assertThat(sentence).doesNotContain("Hunter2");
            } else {
                String shown = wrong.replaceAll("\\p{Cntrl}", " ");
                assertThat(sentence).contains("\"" + shown.substring(0, Math.min(shown.length(), 120)));
            }
        }
    }

    /** The same rule reads every property of one component, so that one of them may try all its values. */
    private static boolean isFirstOfItsComponent(KnownProperty property) {
        return properties()
                .filter(p -> p.component().equals(property.component()))
                .findFirst()
                .filter(property::equals)
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void isMissedWhereItIsRequired(KnownProperty property) {
        List<Problem> problems = Example.in(secrets).without(property.name()).problems();
        if (read.get(property.name()).otherwise().equals(Property.REQUIRED)) {
            assertThat(problems)
                    .singleElement()
                    .satisfies(p -> assertThat(p.property()).isEqualTo(property.name()))
                    .satisfies(p -> assertThat(p.sentence())
                            .isEqualTo(property.name() + " is missing, but must be "
                                    + read.get(property.name()).allowed() + "."));
        } else {
            assertThat(problems).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("properties")
    void hasTheDefaultItClaims(KnownProperty property) {
        String otherwise = read.get(property.name()).otherwise();
        if (List.of(Property.REQUIRED, Property.NONE).contains(otherwise)) {
            return;
        }
        Configuration left = Example.in(secrets).without(property.name()).read();
        Configuration said =
                Example.in(secrets).with(property.name(), otherwise).read();
        assertThat(left).isEqualTo(said);
    }

    @ParameterizedTest
    @MethodSource("firstOfEachComponent")
    void refusesAPlaceholderThatNothingDefines(KnownProperty property) {
        assertThat(Example.in(secrets)
                        .with(property.name(), "${nowhere.defined}")
                        .problems())
                .singleElement()
                .extracting(Problem::property)
                .isEqualTo(property.name());
    }
}
