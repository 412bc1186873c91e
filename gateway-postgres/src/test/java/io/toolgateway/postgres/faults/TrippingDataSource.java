package io.toolgateway.postgres.faults;

import io.toolgateway.postgres.CommitTap;
import io.toolgateway.testkit.faults.Tripwire;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source whose connections tell a tripwire of each commit. */
final class TrippingDataSource {

    private TrippingDataSource() {}

    /** Wraps a data source. */
    static DataSource around(DataSource source, Tripwire tripwire) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection
                    ? CommitTap.on(connection, commit -> tripwire.<SQLException>commit(commit::run))
                    : result;
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
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
