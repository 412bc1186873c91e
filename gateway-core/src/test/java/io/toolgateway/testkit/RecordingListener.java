package io.toolgateway.testkit;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.GatewayListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it hears, in order. Safe for concurrent use. */
public final class RecordingListener implements GatewayListener {

    private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();

    @Override
    public void on(AuditEvent event) {
        heard.add(event);
    }

    /** What was heard so far. */
    public List<AuditEvent> events() {
        return List.copyOf(heard);
    }

    /** The types of what was heard so far. */
    public List<EventType> types() {
        return heard.stream().map(AuditEvent::type).toList();
    }

    /** Forgets everything. */
    public void clear() {
        heard.clear();
    }
}
