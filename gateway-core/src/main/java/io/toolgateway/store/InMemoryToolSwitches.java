package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Switches of one process; a read costs nothing while nothing is off. */
final class InMemoryToolSwitches implements ToolSwitches {

    private final Runnable changed;
    private volatile List<Switch> off = List.of();

    InMemoryToolSwitches(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void off(String tool, @Nullable TenantId tenant, String by) {
        replace(tool, tenant, new Switch(tool, tenant, by));
        changed.run();
    }

    @Override
    public void on(String tool, @Nullable TenantId tenant, String by) {
        Switch ended = new Switch(tool, tenant, by);
        replace(ended.tool(), tenant, null);
        changed.run();
    }

    /** In one step: a tool that is switched off again is never on in between. */
    private synchronized void replace(String tool, @Nullable TenantId tenant, @Nullable Switch now) {
        List<Switch> next = new ArrayList<>(off);
        next.removeIf(entry -> entry.tool().equals(tool) && Objects.equals(entry.tenant(), tenant));
        if (now != null) {
            next.add(now);
        }
        off = List.copyOf(next);
    }

    @Override
    public boolean isOff(String tool, TenantId tenant) {
        for (Switch entry : off) {
            if (entry.tool().equals(tool)
                    && (entry.tenant() == null || entry.tenant().equals(tenant))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Switch> all() {
        return off;
    }
}
