/** The lab's certificate authority, so that clients can verify the lab as they verify a real estate. */
package org.failback.lab.tls;
