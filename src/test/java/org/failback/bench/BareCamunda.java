package org.failback.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Camunda's webapps on Spring Boot with nothing of ours: what our start is measured against. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BareCamunda {
    public static void main(String[] arguments) {
        SpringApplication.run(BareCamunda.class, arguments);
    }
}
