package org.failback.lab.tds;

/** The types the lab speaks, each with the Java class of its values. */
public enum SqlType {
    BIT(Boolean.class),
    TINYINT(Integer.class),
    SMALLINT(Integer.class),
    INT(Integer.class),
    BIGINT(Long.class),
    REAL(Double.class),
    FLOAT(Double.class),
    NUMERIC(java.math.BigDecimal.class),
    NVARCHAR(String.class),
    VARCHAR(String.class),
    VARBINARY(byte[].class),
    DATETIME(java.time.LocalDateTime.class),
    DATETIME2(java.time.LocalDateTime.class),
    UNIQUEIDENTIFIER(java.util.UUID.class),
    SQL_VARIANT(Object.class);

    private final Class<?> javaClass;

    SqlType(Class<?> javaClass) {
        this.javaClass = javaClass;
    }

    public Class<?> javaClass() {
        return javaClass;
    }
}
