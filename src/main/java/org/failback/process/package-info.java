/** The code behind the BPMN: delegates, gates, the watcher, deployment, model constants. */
package org.failback.process;
