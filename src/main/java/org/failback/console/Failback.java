package org.failback.console;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: every room but the lab, which only the command line starts. */
@SpringBootApplication(
        scanBasePackages = {
            "org.failback.estate",
            "org.failback.step",
            "org.failback.sqlserver",
            "org.failback.lync",
            "org.failback.process",
            "org.failback.access",
            "org.failback.nodes",
            "org.failback.console"
        },
        proxyBeanMethods = false)
public class Failback {}
