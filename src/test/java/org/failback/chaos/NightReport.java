package org.failback.chaos;

import java.util.List;

/**
 * How a night went.
 *
 * @param wrong with its end; empty where nothing is
 */
record NightReport(String name, List<Case> cases, List<String> wrong) {}
