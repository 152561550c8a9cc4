/** Who may do what: groups, grants, four eyes, and everything of the engine that is closed. Knows step and the engine. */
package org.failback.access;
