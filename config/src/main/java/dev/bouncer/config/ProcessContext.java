package dev.bouncer.config;

import dev.bouncer.contract.KafkaRefusal;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.QualifiedBeanType;
import org.apache.kafka.common.KafkaException;

/** The beans of one process. */
public final class ProcessContext {
    private static final String OURS = "dev.bouncer.";

    private ProcessContext() {}

    /**
     * Makes the beans that the process's own package declares, and no other process's: where several run in one JVM, all of
     * them are on the class path.
     *
     * @param process a class in the process's package
     * @param config  a bean among them
     */
    public static ApplicationContext start(Class<?> process, BouncerConfig config) {
        String room = process.getPackageName() + '.';
        return ApplicationContext.builder().mainClass(process).deduceEnvironment(false).banner(false)
                .beansPredicate(bean -> !name(bean).startsWith(OURS) || name(bean).startsWith(room)).singletons(config)
                .start();
    }

    /**
     * Why a process could not be started, without what the wiring says around it.
     *
     * @return the error of the configuration or of Kafka that is behind it, or else the failure itself
     */
    public static RuntimeException why(BouncerConfig config, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException wrong) return wrong;
            if (cause instanceof KafkaException refused && !(failure instanceof KafkaException)
                    && !(failure instanceof IllegalStateException))
                return KafkaRefusal.of(config.kafka().bootstrapServers(), refused);
        }
        return failure;
    }

    private static String name(QualifiedBeanType<?> bean) {
        return bean instanceof BeanDefinitionReference<?> reference
                ? reference.getBeanDefinitionName()
                : bean.getClass().getName();
    }
}
