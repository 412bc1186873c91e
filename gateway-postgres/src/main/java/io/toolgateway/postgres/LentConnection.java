package io.toolgateway.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of a handler: it refuses what ends the transaction, what outlasts it, and all once the call is over.
 *
 * <p>Threads: confined to the handler's.
 */
final class LentConnection implements InvocationHandler {

    private static final Set<String> REFUSED = Set.of(
            "commit",
            "setAutoCommit",
            "close",
            "abort",
            "setNetworkTimeout",
            "setTransactionIsolation",
            "setReadOnly",
            "setSchema",
            "setCatalog",
            "setHoldability",
            "setClientInfo");

    private final Connection connection;
    private volatile boolean isOver;

    LentConnection(Connection connection) {
        this.connection = connection;
    }

    /** What the handler is given. */
    Connection connection() {
        return (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    /** The call is over: whoever kept the connection has nothing. */
    void end() {
        isOver = true;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method.getName(), arguments);
        }
        boolean isRollback = method.getName().equals("rollback") && method.getParameterCount() == 0;
        if (isOver || isRollback || REFUSED.contains(method.getName())) {
            throw new SQLException(
                    isOver
                            ? "the call is over, and its connection was given back"
                            : "a transactional handler may not call " + method.getName() + "(): the gateway commits");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object ofObject(Object proxy, String method, @Nullable Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "a connection lent to a handler";
        };
    }
}
