package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A job of SQL Server Agent. */
final class AgentJob {
    private final UUID id;
    private final LocalDateTime created;
    private String name;
    private boolean enabled;
    private String description;
    private int category;
    private Sid owner;
    private int startStep;
    private int deleteLevel;
    private boolean hasServer;
    private boolean fromMaster;
    private LocalDateTime modified;
    private int version = 1;
    private JobHistory.Row lastRun;
    private final List<AgentStep> steps = new ArrayList<>();
    private final Set<Integer> schedules = new TreeSet<>();

    AgentJob(UUID id, String name, LocalDateTime created) {
        this.id = id;
        this.name = name;
        this.created = created;
        this.modified = created;
    }

    UUID id() {
        return id;
    }

    LocalDateTime created() {
        return created;
    }

    LocalDateTime modified() {
        return modified;
    }

    int version() {
        return version;
    }

    void touched(LocalDateTime at) {
        modified = at;
        version++;
    }

    /** Whether a master server sent it: nobody here may change it. */
    boolean isFromMaster() {
        return fromMaster;
    }

    void comeFromMaster() {
        fromMaster = true;
    }

    String name() {
        return name;
    }

    void setName(String newName) {
        name = newName;
    }

    boolean isEnabled() {
        return enabled;
    }

    void setEnabled(boolean value) {
        enabled = value;
    }

    String description() {
        return description;
    }

    void setDescription(String text) {
        description = text;
    }

    int category() {
        return category;
    }

    void setCategory(int id) {
        category = id;
    }

    Sid owner() {
        return owner;
    }

    void setOwner(Sid sid) {
        owner = sid;
    }

    int startStep() {
        return startStep;
    }

    void setStartStep(int step) {
        startStep = step;
    }

    int deleteLevel() {
        return deleteLevel;
    }

    void setDeleteLevel(int level) {
        deleteLevel = level;
    }

    /** Whether sp_add_jobserver has been called; without it the job cannot start (14256). */
    boolean hasServer() {
        return hasServer;
    }

    void setHasServer(boolean value) {
        hasServer = value;
    }

    /** What {@code sysjobservers} says of the last run; null before the first one has ended. */
    JobHistory.Row lastRun() {
        return lastRun;
    }

    void ended(JobHistory.Row outcome) {
        lastRun = outcome;
    }

    List<AgentStep> steps() {
        return steps;
    }

    AgentStep step(int number) {
        return steps.stream().filter(step -> step.id() == number).findFirst().orElse(null);
    }

    Set<Integer> schedules() {
        return schedules;
    }
}
