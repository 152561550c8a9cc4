package org.failback.access;

import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.springframework.context.ApplicationContext;

/**
 * Evaluates what stands in the model and nothing else.
 *
 * <p>A model's expression is evaluated for a running thing; a query's has none. That tells them apart on every way into
 * the engine, also on those that pass no command of their own, such as a stored filter extended by the caller.
 */
final class ModelExpressions extends SpringExpressionManager {
    ModelExpressions(ApplicationContext context, Map<Object, Object> beans) {
        super(context, beans);
    }

    @Override
    public Expression createExpression(String text) {
        return new JuelExpression(createValueExpression(text), this, text) {
            @Override
            public Object getValue(VariableScope scope, BaseDelegateExecution execution) {
                if (scope == null && !isLiteralText()) {
                    throw new BadUserRequestException("Expressions are forbidden in queries.");
                }
                return super.getValue(scope, execution);
            }
        };
    }
}
