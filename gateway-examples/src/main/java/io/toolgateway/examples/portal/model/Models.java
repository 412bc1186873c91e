package io.toolgateway.examples.portal.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the model: that of a provider whose key is in the environment, else recorded answers.
 *
 * @since 0.1
 */
public final class Models {

    /** The name of the recorded answers, to be chosen although there is a key. */
    public static final String RECORDED = "recorded";

    private static final String ANTHROPIC_DEFAULT = "claude-sonnet-4-5";
    private static final String OPENAI_DEFAULT = "gpt-4.1";

    private Models() {}

    /**
     * Chooses.
     *
     * @param environment may hold {@code ANTHROPIC_API_KEY} or {@code OPENAI_API_KEY}
     * @param name the model's name at the provider, {@link #RECORDED}, or null for the default
     * @return the model
     * @throws IllegalArgumentException if a provider's model is named and there is no key
     */
    public static Model choose(Map<String, String> environment, @Nullable String name) {
        if (RECORDED.equals(name)) {
            return new RecordedModel();
        }
        String anthropic = environment.getOrDefault("ANTHROPIC_API_KEY", "").strip();
        if (!anthropic.isEmpty()) {
            return new ProviderModel(Provider.ANTHROPIC, name == null ? ANTHROPIC_DEFAULT : name, anthropic);
        }
        String openAi = environment.getOrDefault("OPENAI_API_KEY", "").strip();
        if (!openAi.isEmpty()) {
            return new ProviderModel(Provider.OPENAI, name == null ? OPENAI_DEFAULT : name, openAi);
        }
        if (name != null) {
            throw new IllegalArgumentException(
                    "The option model names a provider's model, which needs ANTHROPIC_API_KEY or"
                            + " OPENAI_API_KEY in the environment.");
        }
        return new RecordedModel();
    }
}
