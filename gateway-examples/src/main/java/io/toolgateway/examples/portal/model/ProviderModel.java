package io.toolgateway.examples.portal.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A provider's model, over plain HTTP. What goes wrong is told in words; neither they nor the log hold the key or what the provider
 * wrote.
 *
 * @since 0.1
 */
public final class ProviderModel implements Model {

    private static final int LONGEST_RESPONSE = 4 * 1024 * 1024;

    private final Provider provider;
    private final String model;
    private final String key;
    private final URI address;
    private final Duration within;
    private final HttpClient client;

    /**
     * Creates a model; nothing is sent yet.
     *
     * @param provider whose
     * @param model its name at the provider
     * @param key the provider's API key
     */
    public ProviderModel(Provider provider, String model, String key) {
        this(provider, model, key, provider.address(), Duration.ofSeconds(60));
    }

    ProviderModel(Provider provider, String model, String key, URI address, Duration within) {
        this.provider = provider;
        this.model = model;
        this.key = key;
        this.address = address;
        this.within = within;
        this.client = HttpClient.newBuilder()
                .connectTimeout(within.compareTo(Duration.ofSeconds(5)) < 0 ? within : Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER) // the key goes to the provider only
                .build();
    }

    @Override
    public String name() {
        return provider.title() + ", " + model;
    }

    @Override
    public String origin() {
        return "What you write, and what the tools return, is sent to " + provider.title() + ".";
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Answer answer(Briefing briefing, List<String> messages, String tools) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .timeout(within)
                .POST(HttpRequest.BodyPublishers.ofString(provider.request(model, briefing, messages, tools)));
        provider.headers(key).forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), any -> new BoundedBody(LONGEST_RESPONSE));
        try {
            HttpResponse<byte[]> response = sent.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == 200
                    ? new Answer.Given(new String(response.body(), StandardCharsets.UTF_8))
                    : missing(words(response.statusCode()));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return missing("did not answer within " + within.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            return missing(words(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return missing("was not waited for: the portal is closing.");
        }
    }

    private Answer missing(String what) {
        return new Answer.Missing("The model (" + name() + ") " + what);
    }

    private static String words(int status) {
        return switch (status) {
            case 400 -> "could not read the request (400).";
            case 401, 403 -> "did not accept the API key (" + status + ").";
            case 404 -> "is not known under this name (404). Choose another one with -Dmodel=...";
            case 429 -> "has had too many requests, or its budget is used up (429). Try again later.";
            case 529 -> "is overloaded (529). Try again soon.";
            default ->
                status >= 500
                        ? "has a fault of its own (" + status + "). Try again soon."
                        : "gave an answer that is of no use (" + status + ").";
        };
    }

    private String words(@Nullable Throwable fault) {
        if (fault instanceof HttpTimeoutException) {
            return "did not answer within " + within.toSeconds() + " seconds.";
        } else if (fault instanceof BoundedBody.TooLong) {
            return "answered at a length that nobody reads.";
        }
        return fault instanceof IOException ? "cannot be reached." : "could not be asked.";
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ProviderModel[" + name() + "]";
    }
}
