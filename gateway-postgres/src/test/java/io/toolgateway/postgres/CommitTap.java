package io.toolgateway.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection each of whose commits is somebody else's to make: by its method, or at the end of some statements. */
public final class CommitTap {

    private static final String AT_THE_END = ";\nCOMMIT";

    private CommitTap() {}

    /** A commit, and what goes to the server with it. */
    @FunctionalInterface
    public interface Commit {
        void run() throws SQLException;
    }

    /** Makes commits, or does not. */
    @FunctionalInterface
    public interface Committer {
        void commit(Commit commit) throws SQLException;
    }

    /** Wraps a connection. */
    public static Connection on(Connection connection, Committer committer) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                committer.commit(connection::commit);
                return null;
            }
            Object result = call(connection, method, arguments);
            return result instanceof PreparedStatement statement
                            && String.valueOf(arguments[0]).endsWith(AT_THE_END)
                    ? committing(statement, committer)
                    : result;
        });
    }

    private static PreparedStatement committing(PreparedStatement statement, Committer committer) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("execute")) {
                return call(statement, method, arguments);
            }
            boolean[] isResult = new boolean[1];
            committer.commit(() -> isResult[0] = statement.execute());
            return isResult[0];
        });
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(CommitTap.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
