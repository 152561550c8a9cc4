/** A Persistent Chat pool as Lync models it: Central Management store, replicas, chat servers, and the cmdlets upon them. */
package org.failback.lab.lync;
