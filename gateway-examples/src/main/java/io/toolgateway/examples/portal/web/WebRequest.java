package io.toolgateway.examples.portal.web;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that kept the rules of every request ({@link RequestRules}).
 *
 * @param method GET, HEAD or POST
 * @param path the path as it was sent, not decoded
 * @param query the parameters, decoded; the first of each name
 * @param headers the values by lower-case name
 * @param body the body, UTF-8; empty of a GET
 * @param remoteAddress whence it came
 * @since 0.1
 */
public record WebRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, List<String>> headers,
        String body,
        String remoteAddress) {

    /** {@return true if it may change something} */
    public boolean isPost() {
        return method.equals("POST");
    }

    /**
     * A header that stands there once.
     *
     * @param name in lower case
     * @return its value; null if it is absent or stands there twice
     */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }

    /**
     * A cookie.
     *
     * @param name its name
     * @return the value of the first one of this name
     */
    public Optional<String> cookie(String name) {
        String prefix = name + "=";
        return headers.getOrDefault("cookie", List.of()).stream()
                .flatMap(line -> List.of(line.split(";")).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> pair.substring(prefix.length()))
                .findFirst();
    }

    /** {@return the members of the body; empty if it is no JSON object} */
    public Optional<Map<String, @Nullable Object>> json() {
        return Json.parse(body, JsonLimits.DEFAULT) instanceof Parsed.Value parsed
                        && parsed.value() instanceof Map<?, ?> members
                ? Optional.of(Json.asObject(members))
                : Optional.empty();
    }

    /** Neither body nor cookies. */
    @Override
    public String toString() {
        return "WebRequest[" + method + " " + path + "]";
    }
}
