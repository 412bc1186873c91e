package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.store.ToolSwitches;
import io.toolgateway.stored.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The switches as they were read: a hash with a field for each tool that is off, and one that counts the changes.
 *
 * @param changes how many changes there have been, as text; null for none
 * @param off who switched off, by field
 */
record Switched(@Nullable String changes, Map<String, String> off) {

    static final String CHANGES = "changes";
    private static final String TOOL = "tool:";

    /** Out of the fields and values of the hash, one after the other. */
    static Switched ofList(List<?> fields) {
        Map<String, String> hash = new TreeMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            hash.put((String) fields.get(i), (String) fields.get(i + 1));
        }
        return of(hash);
    }

    /** Out of the whole hash. */
    static Switched of(Map<String, String> hash) {
        Map<String, String> off = new TreeMap<>(hash);
        return new Switched(off.remove(CHANGES), off);
    }

    /** The field of a switch. */
    static String field(String tool, @Nullable TenantId tenant) {
        return TOOL + tool.length() + ":" + tool + (tenant == null ? "" : ":" + tenant);
    }

    /** What its field holds. */
    static String value(ToolSwitches.Switch off) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("tool", off.tool());
        value.put("tenant", off.tenant() == null ? null : off.tenant().value());
        value.put("by", off.by());
        return Json.write(value);
    }

    boolean isOff(String tool, TenantId tenant) {
        return !off.isEmpty() && (off.containsKey(field(tool, null)) || off.containsKey(field(tool, tenant)));
    }

    List<ToolSwitches.Switch> all() {
        List<ToolSwitches.Switch> all = new ArrayList<>();
        off.values().forEach(value -> all.add(read(Members.of(value))));
        return all;
    }

    private static ToolSwitches.Switch read(Members value) {
        String tenant = value.textOrNull("tenant");
        return new ToolSwitches.Switch(
                value.text("tool"), tenant == null ? null : TenantId.of(tenant), value.text("by"));
    }
}
