package org.failback.lab.server;

/**
 * What is watched of a database in log shipping. Times are minutes.
 *
 * @param server the monitor; the lab knows none but the instance itself
 * @param named whether the caller named it
 * @param threshold how long nothing may be backed up or restored before the alert
 * @param alert number of the error that then is raised
 * @param alertEnabled whether it is raised at all
 * @param historyRetention how long the rows of the history are kept
 */
record ShippingMonitor(
        String server, boolean named, int threshold, int alert, boolean alertEnabled, int historyRetention) {}
