package io.toolgateway.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that loses a connection at its n-th round trip. */
final class FailingDataSource extends ForwardingDataSource {

    private static final String LOST = "08006";
    private static final Set<String> ROUND_TRIPS = Set.of("execute", "executeQuery", "executeUpdate", "commit");

    private final NthCall calls;

    FailingDataSource(DataSource source, NthCall calls) {
        super(source);
        this.calls = calls;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = roundTrip(connection, connection, method, arguments);
            return result instanceof PreparedStatement statement
                    ? proxy(
                            PreparedStatement.class,
                            (own, inner, values) -> roundTrip(connection, statement, inner, values))
                    : result;
        });
    }

    private @Nullable Object roundTrip(
            Connection connection, Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        NthCall.Fate fate = ROUND_TRIPS.contains(method.getName()) ? calls.next() : NthCall.Fate.PASSES;
        if (fate == NthCall.Fate.FAILS_BEFORE) {
            throw lost(connection);
        }
        Object result = call(target, method, arguments);
        if (fate == NthCall.Fate.FAILS_AFTER) {
            throw lost(connection);
        }
        return result;
    }

    private static SQLException lost(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
        return new SQLException("the connection was lost", LOST);
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
