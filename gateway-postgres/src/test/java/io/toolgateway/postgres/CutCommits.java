package io.toolgateway.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Loses connections at the commit: before the server sees it, or after it was done and before the answer. */
final class CutCommits extends ForwardingDataSource {

    /** When a connection is lost. */
    enum Cut {
        NEVER,
        BEFORE,
        AFTER
    }

    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Cut next = Cut.NEVER;

    CutCommits(DataSource source) {
        super(source);
    }

    /** The next commit is lost; those after it are not. */
    void next(Cut cut) {
        next = cut;
    }

    /** How many were lost. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = super.getConnection();
        InvocationHandler cutting = (proxy, method, arguments) -> {
            try {
                return method.getName().equals("commit") ? commit(real) : method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, cutting);
    }

    private Object commit(Connection real) throws SQLException {
        Cut cut = next;
        next = Cut.NEVER;
        if (cut != Cut.BEFORE) {
            real.commit();
        }
        if (cut != Cut.NEVER) {
            cuts.incrementAndGet();
            real.abort(Runnable::run);
            throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
        }
        return null;
    }
}
