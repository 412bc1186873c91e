package io.toolgateway.examples.portal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.examples.portal.model.Heard.Wish;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C")
class HeardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cancel the renewal for Acme Corp's annual plan. | CANCEL
                    Please STOP our subscription                    | CANCEL
                    i want to end my annual plan                    | CANCEL
                    Could you cancel my plan, please?               | CANCEL
                    refund ord-20900                                | REFUND
                    I want my money back for order 20900            | REFUND
                    Please reimburse 20 dollars of ORD-20300        | REFUND
                    Look at ORD-20120, then refund it and ORD-20900 | REFUND
                    where is my order ORD-12345                     | STATUS
                    Where's order #12345?                           | STATUS
                    has ORD-12345 shipped                           | STATUS
                    track ORD-12345                                 | STATUS
                    ORD-12345                                       | STATUS
                    open a ticket about ORD-12345                   | TICKET
                    I want to complain about ORD-12345              | TICKET
                    open a ticket: no refund for ORD-12345          | TICKET
                    change my email to a@b.example                  | EMAIL
                    Set my e-mail address to a@b.example            | EMAIL
                    my new e-mail is a@b.example                    | EMAIL
                    How many SKU-1001 are in stock?                 | STOCK
                    yes                                             | YES
                    Yes, I approve. Go on.                          | YES
                    OK do it                                        | YES
                    hi                                              | GREETING
                    Thanks!                                         | GREETING
                    what is the weather like                        | OTHER
                    yesterday was nice                              | OTHER
                    <script>alert(1)</script>                       | OTHER
                    """)
    void wishesAreHeardInManyWords(String words, Wish wish) {
        assertThat(Heard.of(words).wish()).isEqualTo(wish);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    refund ORD-20900                 | ORD-20900
                    refund ord 20900                 | ORD-20900
                    refund order 20900               | ORD-20900
                    refund order number 20900        | ORD-20900
                    refund order #20900              | ORD-20900
                    refund ORD20900                  | ORD-20900
                    refund 20900 and ORD-20120       | ORD-20900,ORD-20120
                    refund ORD-20900, ord-20900      | ORD-20900
                    refund ORD-209001                |
                    refund 120.50 dollars            |
                    """)
    void ordersAreHeardHoweverTheyAreWritten(String words, String orders) {
        assertThat(Heard.of(words).orders()).isEqualTo(orders == null ? List.of() : List.of(orders.split(",")));
    }

    @Test
    void noMoreThanFourOrders() {
        assertThat(Heard.of("refund 10001 10002 10003 10004 10005 10006").orders())
                .hasSize(4);
    }

    @Test
    void amountsAddressesAndCustomersAreHeard() {
        assertThat(Heard.of("refund 120.50 dollars of ORD-20300").amount()).contains(new BigDecimal("120.50"));
        assertThat(Heard.of("refund $20 of ORD-20300").amount()).contains(new BigDecimal("20"));
        assertThat(Heard.of("refund ORD-20300").amount()).isEmpty();
        assertThat(Heard.of("change my mail to Ann.Lee@x.example.").address()).contains("Ann.Lee@x.example");
        assertThat(Heard.of("cancel ACME's plan").customer()).contains("cust_acme");
        assertThat(Heard.of("cancel the plan of user_457").customer()).contains("user_457");
        assertThat(Heard.of("stock of sku 1001").sku()).contains("SKU-1001");
    }
}
