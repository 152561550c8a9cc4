/** How anything is done: look, act where needed, prove by looking again, and write it down. No engine, no driver. */
package org.failback.step;
