package org.failback.estate;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Properties from wherever Spring Boot takes them: files, arguments, system properties, environment variables. */
final class SpringProperties implements Properties {
    private final Binder binder;
    private final Iterable<ConfigurationPropertySource> sources;

    SpringProperties(Environment environment) {
        this.binder = Binder.get(environment);
        this.sources = ConfigurationPropertySources.get(environment);
    }

    @Override
    public Optional<String> text(String name) {
        try {
            String text = binder.bind(name, Bindable.of(String.class)).orElse("");
            return Optional.of(text).filter(t -> !t.isEmpty());
        } catch (BindException e) {
            throw new IllegalArgumentException("a placeholder in it stands for nothing", e);
        }
    }

    @Override
    public boolean anyBelow(String name) {
        ConfigurationPropertyName group = ConfigurationPropertyName.of(name);
        return all().anyMatch(source -> source.containsDescendantOf(group) == ConfigurationPropertyState.PRESENT);
    }

    /** Environment variables are left out: they are how secrets come, under any name. */
    @Override
    public Collection<String> namesBelow(String group) {
        ConfigurationPropertyName ancestor = ConfigurationPropertyName.of(group);
        Collection<String> names = new TreeSet<>();
        all().filter(source -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source)
                        .stream()
                                .filter(ancestor::isAncestorOf)
                                .filter(name -> !String.valueOf(source.getConfigurationProperty(name)
                                                .getValue())
                                        .isEmpty()))
                .forEach(name -> names.add(name.toString()));
        return names;
    }

    private Stream<ConfigurationPropertySource> all() {
        return StreamSupport.stream(sources.spliterator(), false);
    }
}
