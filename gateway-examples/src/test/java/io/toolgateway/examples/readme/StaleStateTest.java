package io.toolgateway.examples.readme;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.postgres.GuardedUpdate;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.server.Database;
import io.toolgateway.testkit.server.TestServers;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's section on stale state: a price that is edited by hand between proposal and execution. */
@Tag("E2")
@Tag("E3")
class StaleStateTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("support_agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");

    private HikariDataSource pool;

    @BeforeEach
    void open() {
        Database database = TestServers.postgres().freshDatabase();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
        execute("CREATE TABLE prices (plan text, amount numeric, colour text);"
                + " INSERT INTO prices VALUES ('gold', 12.50, 'blue')");
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private BigDecimal amount(String plan) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT amount FROM prices WHERE plan = '" + plan + "'")) {
            row.next();
            return row.getBigDecimal(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private ProposalId approved(Gateway gateway, Outcome pending) {
        ProposalId id = Objects.requireNonNull(pending.proposalId());
        ReviewItem item = gateway.approvals().find(id, SUE).orElseThrow();
        gateway.approvals().approve(id, item.hash(), SUE);
        return id;
    }

    @Test
    void aManualEditSurvivesAndTheCallIsProposedAgain() {
        // region stale-state
        GuardedUpdate update = GuardedUpdate.of("UPDATE prices SET amount = ? WHERE plan = ? AND amount = ?");

        Tool setPrice = Tool.named("set_price")
                .describedAs("Changes the price of a plan.")
                .arguments("""
                        {"type": "object", "required": ["plan", "amount"], "additionalProperties": false,
                         "properties": {"plan": {"type": "string"}, "amount": {"type": "number"}}}""")
                .callableBy("support_agent")
                .materialStateBy(call -> Map.of("amount", amount(call.text("plan")))) // its colour does not matter
                .handledBy(call -> update.on(
                        pool,
                        call.decimal("amount"),
                        call.text("plan"),
                        call.materialState().decimal("amount")));
        // endregion
        Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(setPrice))
                .policy(Policy.named("prices", "1").otherwise(requireApproval(byRole("supervisor"))))
                .callers((tenant, user) -> Optional.of(ANN))
                .build();
        ToolCall call = ToolCall.of("set_price", "{\"plan\":\"gold\",\"amount\":20}");
        ProposalId id = approved(gateway, gateway.propose(call, ANN));
        execute("UPDATE prices SET amount = 15, colour = 'red'");
        gateway.executor().runOnce();
        assertThat(amount("gold")).isEqualByComparingTo("15");

        // region propose-again
        Outcome outcome = gateway.outcome(id, ANN).orElseThrow();
        if (outcome instanceof Outcome.Stale stale) {
            System.out.println("changed meanwhile: " + stale.changed()); // [amount]
            outcome = gateway.proposeAgain(id, ANN).orElseThrow(); // the same call on the new state, approved anew
        }
        // endregion

        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        approved(gateway, outcome);
        execute("UPDATE prices SET colour = 'green'");
        gateway.executor().runOnce();
        assertThat(amount("gold")).isEqualByComparingTo("20");
        gateway.close();
    }
}
