package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class SpringRedisTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host=here | redis://here:6379/0",
        "host=here;port=6380;database=2 | redis://here:6380/2",
        "password=p@s s | redis://:p%40s%20s@localhost:6379/0",
        "username=ann;password=a:b;ssl.enabled=true | rediss://ann:a%3Ab@localhost:6379/0",
        "ssl.bundle=mine | rediss://localhost:6379/0",
        "url=redis://u:p@there:1/3;host=here | redis://u:p@there:1/3",
        "url=redis://u:p@there:1/3;ssl.bundle=mine | rediss://u:p@there:1/3",
        "url=rediss://there:1;ssl.bundle=mine | rediss://there:1",
        "url=redis-cluster://a:1,b:2;ssl.enabled=true | rediss-cluster://a:1,b:2",
        "url=redis://there:1;ssl.bundle=mine;ssl.enabled=false | redis://there:1",
        "sentinel.master=m;sentinel.nodes=a:1,b:2 | redis-sentinel://a:1,b:2/0#m",
        "sentinel.master=m;sentinel.nodes=a;sentinel.password=x;password=y"
            + " | redis-sentinel://:y@a/0?sentinel=x#m",
        "cluster.nodes=a:1,b:2;username=u;password=y | redis-cluster://u:y@a:1,b:2",
      })
  void theRedisOfSpringIsAnAddressOfTheEngine(String settings, String uri) {
    MockEnvironment environment = new MockEnvironment();
    for (String each : settings.split(";", -1)) {
      String[] pair = each.split("=", 2);
      environment.setProperty("spring.data.redis." + pair[0], pair[1]);
    }

    assertThat(SpringRedis.in(environment).uri()).isEqualTo(uri);
  }
}
