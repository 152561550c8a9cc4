/** One or more processes over one engine database: each node's name, what it held, its start, its stop. */
package org.failback.nodes;
