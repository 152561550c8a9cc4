package org.failback.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.failback.access.ActingAs;
import org.failback.access.LabPeople;
import org.failback.lab.LabAddress;
import org.failback.lab.LabPorts;
import org.failback.process.Model;
import org.failback.process.Procedure;
import org.failback.step.Journal;
import org.failback.step.Run;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application as a process of its own, as {@code drill} has it, but on any engine database, beside other nodes on the
 * same, and with people who may be away.
 */
public final class CrashNode {
    /** What it says when it works on whatever there is. */
    public static final String UP = "The node is up.";

    private static final long BETWEEN_LOOKS_NANOS = 50_000_000L;

    private final ConfigurableApplicationContext context;
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private int answers;
    private String at = "";

    private CrashNode(ConfigurableApplicationContext context, int answers) {
        this.context = context;
        this.answers = answers;
    }

    /**
     * Starts.
     *
     * @param arguments first port of the lab, its CA, the engine's database, how many tasks the people answer, and whether
     *     it begins a run or waits for one that is there or begins elsewhere
     */
    public static void main(String[] arguments) {
        LabAddress lab = new LabAddress(LabPorts.from(Integer.parseInt(arguments[0])), Path.of(arguments[1]));
        Map<String, Object> properties = new LinkedHashMap<>(lab.estate());
        properties.put("spring.datasource.url", arguments[2]);
        properties.put("logging.level.root", "warn");
        ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE, properties);
        context.getBean(LabPeople.class).introduce();
        CrashNode node = new CrashNode(context, Integer.parseInt(arguments[3]));
        node.out.println(UP);
        System.exit(node.play(Boolean.parseBoolean(arguments[4]) ? node.begin() : node.goOn()));
    }

    private String goOn() {
        Optional<String> there = newest();
        while (there.isEmpty()) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            there = newest();
        }
        out.println("goes on with " + there.get());
        return there.get();
    }

    private int play(String run) {
        Journal journal = context.getBean(Journal.class);
        while (Drill.endOf(Run.read(run, journal)).isEmpty()) {
            try {
                answerOne(run);
            } catch (RuntimeException raced) {
                // The people at another node were faster, or the database was away; they look again.
                out.println("again: " + raced.getMessage());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        DrillReport report = context.getBean(RehearsalRun.class).resume(out, false);
        out.print(DrillTable.of(report));
        out.flush();
        return report.outcome().equals("proved") ? 0 : 1;
    }

    private Optional<String> newest() {
        return context
                .getBean(HistoryService.class)
                .createHistoricProcessInstanceQuery()
                .processDefinitionKey(Model.PROCESS)
                .list()
                .stream()
                .map(HistoricProcessInstance::getBusinessKey)
                .findFirst();
    }

    private String begin() {
        DrillProgress quiet =
                new DrillProgress(out, false, context.getBean(Procedure.class), Map::of, context.getBean(Clock.class));
        return new Drill(
                        context.getBean(RuntimeService.class),
                        context.getBean(TaskService.class),
                        context.getBean(ActingAs.class),
                        context.getBean(Journal.class),
                        quiet)
                .begin();
    }

    private void answerOne(String run) {
        TaskService tasks = context.getBean(TaskService.class);
        List<Task> waiting =
                tasks.createTaskQuery().processInstanceBusinessKey(run).list();
        for (Task task : waiting) {
            if (answers > 0) {
                if (!new DrillPeople(tasks, context.getBean(ActingAs.class)).answer(task)) {
                    throw new IllegalStateException("people have to decide at " + task.getTaskDefinitionKey());
                }
                answers--;
            } else if (!at.equals(task.getTaskDefinitionKey())) {
                at = task.getTaskDefinitionKey();
                out.println("AT " + at);
            }
        }
    }
}
