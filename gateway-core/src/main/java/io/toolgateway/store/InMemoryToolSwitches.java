package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Switches of one process; a read costs nothing while nothing is off. */
final class InMemoryToolSwitches implements ToolSwitches {

    private final CopyOnWriteArrayList<Switch> off = new CopyOnWriteArrayList<>();
    private final Runnable changed;

    InMemoryToolSwitches(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void off(String tool, @Nullable TenantId tenant, String by) {
        remove(tool, tenant);
        off.add(new Switch(tool, tenant, by));
        changed.run();
    }

    @Override
    public void on(String tool, @Nullable TenantId tenant, String by) {
        remove(tool, tenant);
        changed.run();
    }

    private void remove(String tool, @Nullable TenantId tenant) {
        off.removeIf(entry -> entry.tool().equals(tool) && Objects.equals(entry.tenant(), tenant));
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
        return new ArrayList<>(off);
    }
}
