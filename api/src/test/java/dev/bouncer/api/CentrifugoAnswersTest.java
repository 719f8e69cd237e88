package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Centrifugo's server API answers, byte for byte. */
class CentrifugoAnswersTest extends SharedFleet {
    private static final String KEY = "X-API-Key";
    private static final String[] TRANSPORT = {KEY, RunningApi.BACKEND, "X-Centrifugo-Error-Mode", "transport"};

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static ApiClient client() {
        return new ApiClient(api().uri(), "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            // path | body | status | content type | answer
            "/api/disconnect|{'user':'alice'}|200|application/json|{'result':{}}",
            "/api|{'method':'disconnect','params':{'user':'alice'}}|200|application/json|{'result':{}}",
            "/api/block_user|{'user':'alice'}|200|application/json|{'result':{}}",
            "/api|{'method':'block_user','params':{'user':'alice'}}|200|application/json|{'result':{}}",
            "/api/unblock_user|{'user':'alice'}|200|application/json|{'result':{}}",
            "/api|{'method':'UNBLOCK_USER','params':{'user':'alice'}}|200|application/json|{'result':{}}",
            "/api|{'id':7,'method':'disconnect','params':{'user':'a'}}|200|application/json|{'id':7,'result':{}}",
            "/api/disconnect|{'user':'alice','tenant':[1],'x':null}|200|application/json|{'result':{}}",
            // without a user, or with an impossible one: bad parameters here
            "/api/disconnect|{}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/disconnect|{'user':''}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/disconnect|{'user':null}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/block_user|{}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/unblock_user|{'user':'a\\u0000'}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api|{'method':'disconnect'}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api|{'method':'disconnect','params':{}}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api|{'method':'disconnect','params':{'user':5}}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api|{'id':9,'method':'disconnect','params':7}|200|application/json|{'id':9,'error':{'code':107,'message':'bad request'}}",
            "/api/block_user|{'user':'a','expire_at':253402300800}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/disconnect|{'user':'a','disconnect':{}}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/disconnect|{'user':'a','disconnect':{'code':2999,'reason':''}}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/disconnect|{'user':'a','disconnect':{'code':5000,'reason':''}}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            "/api/disconnect|{'user':'a','disconnect':{'code':4294971796}}|200|application/json|{'error':{'code':107,'message':'bad request'}}",
            // what Centrifugo has and Bouncer has not
            "/api/publish|{'channel':'c','data':{}}|200|application/json|{'error':{'code':108,'message':'not available'}}",
            "/api/user_topic_list|{}|200|application/json|{'error':{'code':108,'message':'not available'}}",
            "/api|{'method':'publish','params':{'channel':'c'}}|200|application/json|{'error':{'code':108,'message':'not available'}}",
            // no request at all
            "/api/disconnect|``|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/disconnect|{|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/disconnect|[]|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/disconnect|'x'|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/disconnect|{'user':5}|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/block_user|{'user':'a','expire_at':'1'}|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/block_user|{'user':'a','expire_at':1.5}|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/disconnect|{'user':'a','whitelist':'b'}|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api/publish|{|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|``|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|{|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|[]|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|'x'|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|{'method':'nope','params':{}}|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|{'method':'','params':{}}|400|text/plain;charset=utf-8|Bad Request\\n",
            "/api|{'method':'unavailable','params':{}}|400|text/plain;charset=utf-8|Bad Request\\n",
            // other paths
            "/api/nope|{}|404|text/plain;charset=utf-8|404 page not found\\n",
            "/api/unavailable|{}|404|text/plain;charset=utf-8|404 page not found\\n",
            "/api/DISCONNECT|{}|404|text/plain;charset=utf-8|404 page not found\\n",
            "/api/disconnect/|{'user':'a'}|404|text/plain;charset=utf-8|404 page not found\\n",
            "/api/|{'method':'disconnect','params':{'user':'a'}}|404|text/plain;charset=utf-8|404 page not found\\n"})
    void answersAsCentrifugoDoes(String path, String body, int status, String contentType, String answer) {
        ApiClient.Answer answered = client().post(path, json(body), KEY, RunningApi.BACKEND);

        assertThat(answered.body()).isEqualTo(json(answer).translateEscapes());
        assertThat(answered.status()).isEqualTo(status);
        assertThat(answered.header("Content-Type")).isEqualTo(contentType);
        assertThat(added()).hasSize(answer.contains("result") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/api/disconnect|{}|400|{'code':107,'message':'bad request'}",
            "/api|{'method':'disconnect'}|400|{'code':107,'message':'bad request'}",
            "/api/publish|{}|400|{'code':108,'message':'not available'}",
            "/api/disconnect|{'user':'a'}|200|{'result':{}}",
            "/api/disconnect|{|400|Bad Request\\n",
            // one status cannot speak for several
            "/api/batch|{'commands':[{'disconnect':{}}]}|200|{'replies':[{'error':{'code':107,'message':'bad request'}}]}",
            "/api|{'method':'disconnect'}{'method':'disconnect'}|200|{'error':{'code':107,'message':'bad request'}}\\n{'error':{'code':107,'message':'bad request'}}"})
    void answersErrorsAsStatusesToThoseWhoAsk(String path, String body, int status, String answer) {
        ApiClient.Answer answered = client().post(path, json(body), TRANSPORT);

        assertThat(answered.body()).isEqualTo(json(answer).translateEscapes());
        assertThat(answered.status()).isEqualTo(status);
    }
}
