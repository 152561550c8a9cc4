/** What people look at and start: command line, run page, report, drill. Alone may start the lab. */
package org.failback.console;
