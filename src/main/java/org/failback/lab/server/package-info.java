/**
 * The modelled SQL Server instances of the lab: one estate from which every answer follows by SQL Server's rules.
 *
 * <p>Nothing here is scripted. Two instances can be online with the same data, a restore destroys what it overwrites,
 * and a program that is wrong does the damage that it would do to a real estate.
 */
package org.failback.lab.server;
