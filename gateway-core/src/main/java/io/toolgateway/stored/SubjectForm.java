package io.toolgateway.stored;

import io.toolgateway.audit.Subject;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose call it was, as JSON: for events of calls that have no row of their own. Tenant, user, request and tool are columns. */
final class SubjectForm {

    private SubjectForm() {}

    static Map<String, @Nullable Object> of(Subject subject) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Caller caller = subject.caller();
        json.put("roles", List.copyOf(caller.roles()));
        json.put("attributes", caller.attributes());
        put(json, "service_account", caller.serviceAccount());
        put(json, "ip_address", caller.ipAddress());
        Request request = subject.request();
        put(json, "conversation_id", request.conversationId());
        put(json, "request_key", request.key());
        put(json, "query", request.userText());
        json.put("untrusted_content", request.hasUntrustedContent());
        json.put("distinct_by_call_id", request.isDistinctByCallId());
        put(json, "call_id", subject.callId());
        put(json, "arguments", subject.shownArguments());
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static Subject subject(String tenant, String user, String requestId, String tool, Members json) {
        String shown = json.textOrNull("arguments");
        return new Subject(
                caller(tenant, user, json), request(requestId, json), json.textOrNull("call_id"), tool, () -> shown);
    }

    private static Caller caller(String tenant, String user, Members json) {
        Caller caller = Caller.of(tenant, user).withRoles(Set.copyOf(json.texts("roles")));
        for (Map.Entry<String, @Nullable Object> attribute :
                json.object("attributes").values().entrySet()) {
            caller = caller.withAttribute(attribute.getKey(), String.valueOf(attribute.getValue()));
        }
        String account = json.textOrNull("service_account");
        String address = json.textOrNull("ip_address");
        caller = account == null ? caller : caller.through(account);
        return address == null ? caller : caller.at(address);
    }

    private static Request request(String id, Members json) {
        Request request = Request.of(id);
        String conversation = json.textOrNull("conversation_id");
        String key = json.textOrNull("request_key");
        String query = json.textOrNull("query");
        request = conversation == null ? request : request.inConversation(conversation);
        request = key == null ? request : request.keyedBy(key);
        request = query == null ? request : request.saying(query);
        request = json.flag("untrusted_content") ? request.withUntrustedContent() : request;
        return json.flag("distinct_by_call_id") ? request.distinctByCallId() : request;
    }
}
