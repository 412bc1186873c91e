package io.toolgateway.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tells in which mode connections are given back, and can have rollbacks and commits fail before they reach the server. */
final class WatchedDataSource extends ForwardingDataSource {

    private final List<Boolean> autoCommitWhenClosed = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final boolean autoCommit;
    private volatile Set<String> failing = Set.of();

    /** Gives connections in this mode. */
    WatchedDataSource(DataSource source, boolean autoCommit) {
        super(source);
        this.autoCommit = autoCommit;
    }

    /** From now on these calls do not get through to the server. */
    void fail(String... methods) {
        failing = Set.of(methods);
    }

    /** The mode of each connection as it was given back; of one that was gone already nothing. */
    List<Boolean> autoCommitWhenClosed() {
        return autoCommitWhenClosed;
    }

    /** What was asked of the connections: {@code setAutoCommit(true)}, {@code rollback}, {@code abort} and {@code close}. */
    List<String> calls() {
        return calls;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        connection.setAutoCommit(autoCommit);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private @Nullable Object call(Connection connection, Method method, @Nullable Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "setAutoCommit" -> calls.add("setAutoCommit(" + arguments[0] + ")");
            case "rollback", "abort" -> calls.add(method.getName());
            case "close" -> {
                if (!connection.isClosed()) {
                    autoCommitWhenClosed.add(connection.getAutoCommit());
                }
            }
            default -> {}
        }
        if (failing.contains(method.getName())) {
            throw new SQLException("it did not get through", "HY000");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
