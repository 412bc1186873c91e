package io.toolgateway.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A data source whose next commit meets a fault, once a test has armed it. */
final class CommitFaults extends ForwardingDataSource {

    /** What happens in the place of a commit. */
    @FunctionalInterface
    interface Fault {
        void commit(Connection connection) throws SQLException;
    }

    private final AtomicReference<Fault> armed = new AtomicReference<>();

    CommitFaults(DataSource source) {
        super(source);
    }

    void arm(Fault fault) {
        armed.set(fault);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Fault fault = method.getName().equals("commit") ? armed.getAndSet(null) : null;
                    if (fault != null) {
                        fault.commit(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
