package org.failback.nodes;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets neither side wait for ever for the other one's host. A node whose host lost its power would keep its name and its
 * row locks until PostgreSQL missed it, by default after two hours; a node whose server is gone would wait for an answer
 * without end. What the URL says holds first.
 */
final class PostgresConnections implements BeanPostProcessor {
    /** Seconds. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "socketTimeout", "30",
            "connectTimeout", "10",
            "tcpKeepAlive", "true",
            "options", "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3");

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool
                && pool.getJdbcUrl() != null
                && pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            PROPERTIES.forEach(pool::addDataSourceProperty);
        }
        return bean;
    }
}
