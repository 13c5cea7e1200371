export const PACKAGE_NAME = '@huggingface/transformers'
export const PACKAGE_VERSION = '4.3.1'

/**
 * Everything that is installed, with the checksum of each archive: the version that Kiku was tried with, and no other. A
 * new version of the library means new lines here (`npm view <name>@<version> dist.integrity`).
 */
export const PINNED_PACKAGES: readonly {
  readonly name: string
  readonly version: string
  readonly integrity: string
}[] = [
  {
    name: PACKAGE_NAME,
    version: PACKAGE_VERSION,
    integrity: 'sha512-5+voSeUCFK6PCKlY15dPhNOKq3/zOTxDN7oC+Wy9dFb1QZ0TSQomZRRy7URRK8YRuUoE9fGMQTTPC5d/pWBJhA==',
  },
  {
    name: '@huggingface/jinja',
    version: '0.5.11',
    integrity: 'sha512-YzEzwM5oQf4r0vs7ifWQ+yuVR1YkAHrjERQ+a8WRsStHHp4NRBg+NesjiFc+X2AFUpRvvrIeHDS1xFy9jY/IjQ==',
  },
  {
    name: '@huggingface/tokenizers',
    version: '0.2.0',
    integrity: 'sha512-LidMHe1FpcSYH4vcSjXooda34pC0M8m1gmDOv7SQi6Iv+ib1zX7J3sHBCC9/3FPCkn2k1b55FneVqMRxrr99pg==',
  },
  {
    name: 'onnxruntime-node',
    version: '1.30.0',
    integrity: 'sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==',
  },
  {
    name: 'onnxruntime-common',
    version: '1.30.0',
    integrity: 'sha512-7fdVWjAID1dVhH/G8qK3APARunV4VkBFoCQAP7qp4Wkab0mrorvmc+sqiT+mKXOzDqdjN5j+/Z9nb4gzNPWcyA==',
  },
]

/**
 * Dependencies of those that text needs none of: another build of the runtime for browsers, image decoding, and what an
 * install script uses that is not run. An empty package stands in for each, which spares 170 MB and native code.
 */
export const LEFT_OUT_PACKAGES: readonly string[] = ['onnxruntime-web', 'sharp', 'adm-zip', 'global-agent']
