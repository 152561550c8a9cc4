package org.failback.process;

import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;

/** Deploys process and forms together under fixed names, so that the same application deploys them once only. */
public final class ProcessDeployment {
    static final List<String> FORMS = List.of(
            "start-failback",
            "confirm-rebuild",
            "approve-outage",
            "approve-restore",
            "approve-overwrite",
            "confirm-active-servers",
            "approve-go-live",
            "approve-restore-copy",
            "confirm-chat-works",
            "decide");

    private final RepositoryService repository;

    ProcessDeployment(RepositoryService repository) {
        this.repository = repository;
    }

    public void deploy() {
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name("Persistent Chat failback")
                .source("persistent-chat-failback")
                .enableDuplicateFiltering(false)
                .addClasspathResource(Model.BPMN);
        FORMS.forEach(form -> deployment.addClasspathResource("bpmn/" + form + ".form"));
        deployment.deploy();
    }
}
