package org.failback.access;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The engine and its pages with this room and no other. Without a stereotype, so that no scan finds it. */
@EnableAutoConfiguration
@Import({AccessConfiguration.class, SomePage.class})
class AccessOnly {}
