package org.failback.access;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.GenericManagerFactory;
import org.springframework.context.ApplicationContext;

/** Puts our doors into the engine before it starts. */
final class Hardening extends AbstractProcessEnginePlugin {
    private final ApplicationContext context;

    Hardening(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setExpressionManager(new ModelExpressions(context, engine.getBeans()));
        engine.setIdentityProviderSessionFactory(new GenericManagerFactory(GuardedIdentity.class));
        engine.setCustomPreCommandInterceptorsTxRequired(
                withOurs(engine, engine.getCustomPreCommandInterceptorsTxRequired()));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(
                withOurs(engine, engine.getCustomPreCommandInterceptorsTxRequiresNew()));
        List<org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener> readers =
                new ArrayList<>(orEmpty(engine.getCustomPreBPMNParseListeners()));
        readers.add(new EveryUserTask(
                new WhoDecides(engine.getIdentityService(), new FourEyes(engine.getHistoryService()))));
        engine.setCustomPreBPMNParseListeners(readers);
    }

    /** Each chain needs instances of its own, since an interceptor knows the next one. */
    private static List<CommandInterceptor> withOurs(
            ProcessEngineConfigurationImpl engine, List<CommandInterceptor> others) {
        List<CommandInterceptor> all = new ArrayList<>(orEmpty(others));
        all.add(new OwnWords());
        all.add(new QueriesWithoutExpressions());
        all.add(new RefusedCommands(engine.getIdentityService()));
        return all;
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
