/** Real mishaps by name: what each does to a fresh lab, and how any SQL client takes its cause away. */
package org.failback.lab.scenario;
