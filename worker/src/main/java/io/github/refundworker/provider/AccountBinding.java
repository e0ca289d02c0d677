package io.github.refundworker.provider;

import static java.util.stream.Collectors.joining;

import io.github.refundworker.configuration.InvalidConfigurationException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/** Binds the section of each account to the settings of its type, and refuses a key that only other types have. */
public final class AccountBinding extends AbstractBindHandler {
    private final List<ProviderType> types = ProviderType.all();

    public AccountBinding(BindHandler parent) {
        super(parent);
    }

    @Override
    @SuppressWarnings("unchecked") // the settings of a type are an account
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (target.getType().resolve() != ProviderAccount.class) {
            return super.onStart(name, target, context);
        }
        ProviderType type = type(name, context.getBinder());
        requireNoOther(type, name, context.getBinder());
        return super.onStart(name, (Bindable<T>) Bindable.of(type.settings()), context);
    }

    private ProviderType type(ConfigurationPropertyName name, Binder binder) {
        ConfigurationPropertyName key = name.append("type");
        String value = binder.bind(key, Bindable.of(String.class)).orElse(null);
        return types.stream()
                .filter(type -> value != null && letters(type.name()).equals(letters(value)))
                .findFirst()
                .orElseThrow(() -> new InvalidConfigurationException(
                        key.toString(),
                        value,
                        types.stream().map(ProviderType::name).collect(joining(", "))));
    }

    /** Spring Boot reads the names of constants as freely. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** Spring Boot refuses a key that no type has, except in an environment variable. */
    private void requireNoOther(ProviderType type, ConfigurationPropertyName name, Binder binder) {
        List<String> known = components(type).map(RecordComponent::getName).toList();
        types.stream()
                .flatMap(AccountBinding::components)
                .filter(component -> !known.contains(component.getName()))
                .forEach(component -> {
                    ConfigurationPropertyName key =
                            name.append(DataObjectPropertyName.toDashedForm(component.getName()));
                    binder.bind(key, Bindable.of(ResolvableType.forType(component.getGenericType())))
                            .ifBound(value -> {
                                throw new InvalidConfigurationException(
                                        key.toString(), value, "nothing for an account of type " + type.name());
                            });
                });
    }

    private static Stream<RecordComponent> components(ProviderType type) {
        return Arrays.stream(type.settings().getRecordComponents());
    }
}
