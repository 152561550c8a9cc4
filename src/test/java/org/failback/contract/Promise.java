package org.failback.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Something that SQL Server promises and the product relies on. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Promise {
    /** The document that it comes from, and the place in it; "experience" where no document says it. */
    String source();

    /** What the instances must be able to do for it; where they cannot, it is skipped and says so. */
    Need[] needs() default {};
}
