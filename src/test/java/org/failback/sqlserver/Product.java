package org.failback.sqlserver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.failback.estate.Settings;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Step;

/** What this room sends and knows, for tests that stand outside of it. */
public final class Product {
    private static final int HIGHEST_ERROR = 60_000;
    private static final List<String> OPTIONS = List.of(
            "ENABLE_BROKER, TRUSTWORTHY ON, DB_CHAINING ON", "DISABLE_BROKER, TRUSTWORTHY OFF, DB_CHAINING OFF");

    private Product() {}

    /** Every batch of every step: with and without a fence, for every option that a step may set. */
    public static Set<String> batches() {
        Set<String> texts = new LinkedHashSet<>();
        commands().forEach(command -> texts.add(command.text()));
        return texts;
    }

    /** The texts of Agent job steps as they stand when the job runs. */
    public static Set<String> jobSteps() {
        Set<String> texts = new LinkedHashSet<>();
        commands().forEach(command -> command.jobStep().ifPresent(text -> texts.addAll(pieces(text))));
        return texts;
    }

    /** A job of several steps is shown to people as one text. */
    private static List<String> pieces(String jobStep) {
        return Stream.of(jobStep.split("(?m)^-- Step \\d+:.*$"))
                .map(String::strip)
                .filter(piece -> !piece.isEmpty() && !piece.startsWith("cmd.exe"))
                .toList();
    }

    private static List<Command.Tsql> commands() {
        List<Command.Tsql> all = new ArrayList<>();
        for (Settings settings : List.of(Settings.defaults(), SqlLab.unfenced())) {
            for (String options : OPTIONS) {
                Map<String, String> facts = new LinkedHashMap<>(PlanTextTest.everyFact());
                facts.put(FactName.OPTIONS, options);
                for (Step step : new SqlServerSteps(TestEstate.estate(), settings, null, Clock.systemUTC()).all()) {
                    step.commands(Facts.of(facts)).forEach(command -> all.add((Command.Tsql) command));
                }
            }
        }
        return all;
    }

    /** Every error that the software has words for. */
    public static List<Integer> errors() {
        return IntStream.range(1, HIGHEST_ERROR)
                .filter(ErrorTable::knows)
                .boxed()
                .toList();
    }

    /** The errors that the software finds in what a job left behind. */
    public static List<Integer> errorsInJob(String text) {
        return JobLook.errors(text);
    }

    /** The instances that all these texts are for, by what {@code SERVERPROPERTY('ServerName')} answers there. */
    public static Set<String> serverNames() {
        return Stream.of(TestEstate.P, TestEstate.PM, TestEstate.B, TestEstate.BM)
                .map(SqlInstance::serverName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How the Agent's session for the first step of a job calls itself. */
    public static String programName(String job) {
        return JobLook.programName(job);
    }
}
